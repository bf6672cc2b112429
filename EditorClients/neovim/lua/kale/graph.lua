-- :KaleGraph

local kale = require('kale.client')
local outline = require('kale.outline')

local M = {}

--- The formats of a graph other than the list that is shown without one, and the filetype of each.
M.FILETYPES = { dot = 'dot', mermaid = 'mermaid', json = 'json' }

--- The names of what a step takes in, each with the step that it comes from.
---@param inputs { name: string, from: string }[]
local function sources(inputs)
  return vim.tbl_map(function(input)
    return ('%s (%s)'):format(input.name, input.from)
  end, inputs)
end

--- The pipeline as a list of steps, and the line that each step's name stands on.
---@param graph table as `kale-lsp graph --output-format json` prints it
---@return string[] lines
---@return table<integer, string> steps
local function describe(graph)
  local lines, steps = { graph.pipelineName or 'pipeline' }, {}
  for _, parameter in ipairs(graph.parameters) do
    table.insert(lines, ('  %s: %s = %s'):format(parameter.name, parameter.type, vim.json.encode(parameter.default)))
  end
  for _, step in ipairs(graph.steps) do
    vim.list_extend(lines, { '', '● ' .. step.name })
    steps[#lines] = step.name
    for _, row in ipairs({
      { 'after', step.previous },
      { '←', sources(step.inputs) },
      { 'uses', step.parameters },
      { '→', step.outputs },
      { 'metrics', step.metrics },
    }) do
      if #row[2] > 0 then
        table.insert(lines, ('  %-7s %s'):format(row[1], table.concat(row[2], ', ')))
      end
    end
  end
  return lines, steps
end

--- A window with lines to read; `q` closes it.
---@param name string
---@param lines string[]
---@param filetype string
---@return integer buffer
local function open(name, lines, filetype)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].filetype = filetype
  vim.bo[buffer].modifiable = false
  vim.api.nvim_open_win(buffer, true, { split = 'right', win = 0 })
  vim.wo.winbar = name
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
  return buffer
end

--- Puts the cursor of the notebook's window on the first cell of a step.
---@param notebook integer buffer
---@param step string
local function go_to(notebook, step)
  outline.request(notebook, function(cells)
    local window = vim.fn.bufwinid(notebook)
    for _, cell in ipairs(cells) do
      if cell.step == step and window ~= -1 then
        vim.api.nvim_set_current_win(window)
        return vim.fn.cursor(cell.range.start.line + 1, 1)
      end
    end
  end)
end

---@param notebook integer buffer
---@param graph table
local function open_list(notebook, graph)
  local lines, steps = describe(graph)
  local buffer = open('Pipeline of ' .. vim.fs.basename(vim.api.nvim_buf_get_name(notebook)), lines, 'kale-graph')
  vim.fn.matchadd('KaleStep', [[^● .*]])
  vim.fn.matchadd('KaleInput', [[^  ← .*]])
  vim.fn.matchadd('KaleOutput', [[^  → .*]])
  vim.fn.matchadd('Title', [[\%1l.*]])
  vim.keymap.set('n', '<CR>', function()
    local step = steps[vim.fn.line('.')]
    if step then
      go_to(notebook, step)
    end
  end, { buffer = buffer, desc = "Go to the step's first cell" })
end

--- Shows the pipeline of the current buffer beside it.
---@param format string one of FILETYPES; empty for a list of the steps
function M.graph(format)
  if format ~= '' and not M.FILETYPES[format] then
    return kale.fail(("no such format '%s': dot, json or mermaid"):format(format))
  end
  local notebook = vim.api.nvim_get_current_buf()
  kale.execute('kale.graph', { format = format == '' and 'json' or format }, function(failure, result)
    if failure then
      kale.fail(failure.message)
    elseif format == '' then
      open_list(notebook, vim.json.decode(result.text))
    else
      open(format, vim.split(vim.trim(result.text), '\n'), M.FILETYPES[format])
    end
  end)
end

return M
