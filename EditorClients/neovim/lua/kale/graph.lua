-- :KaleGraph

local kale = require('kale.client')
local outline = require('kale.outline')

local M = {}

--- The formats of a graph other than the list that is shown without one, and the filetype of each.
M.FILETYPES = { dot = 'dot', mermaid = 'mermaid', json = 'json' }

--- A parameter's default, as Python writes it.
local function shown(value)
  if type(value) == 'boolean' then
    return value and 'True' or 'False'
  end
  return vim.json.encode(value)
end

--- The pipeline as a list of steps, and the line that each step's name stands on.
---@param graph table as `kale-lsp graph --output-format json` prints it
---@param cells table<string, kale.Cell> the first cell of each step
---@return string[] lines
---@return table<integer, string> steps
local function describe(graph, cells)
  local lines, steps = { graph.pipelineName }, {}
  for _, parameter in ipairs(graph.parameters) do
    table.insert(lines, ('  %s: %s = %s'):format(parameter.name, parameter.type, shown(parameter.default)))
  end
  for _, step in ipairs(graph.steps) do
    vim.list_extend(lines, { '', '● ' .. step.name })
    steps[#lines] = step.name
    local sources = vim.tbl_map(function(input)
      return ('%s (%s)'):format(input.name, input.from)
    end, cells[step.name] and cells[step.name].inputs or {})
    for _, row in ipairs({
      { 'after', step.previous },
      { '←', sources },
      { 'uses', step.parameters },
      { '→', step.outputs },
      { 'metrics', step.metrics },
    }) do
      if #row[2] > 0 then
        local label = row[1] .. (' '):rep(8 - vim.fn.strdisplaywidth(row[1]))
        table.insert(lines, '  ' .. label .. table.concat(row[2], ', '))
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
  vim.wo.number = false
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
  return buffer
end

--- The first cell of each step.
---@param cells kale.Cell[]
---@return table<string, kale.Cell>
local function heads(cells)
  local heads = {}
  for _, cell in ipairs(cells) do
    if cell.step and not heads[cell.step] then
      heads[cell.step] = cell
    end
  end
  return heads
end

--- Puts the cursor of the notebook's window on the first cell of a step, as it stands by now.
---@param notebook integer buffer
---@param step string
local function go_to(notebook, step)
  outline.request(notebook, function(cells)
    local cell, window = heads(cells)[step], vim.fn.bufwinid(notebook)
    if cell and window ~= -1 then
      vim.api.nvim_set_current_win(window)
      vim.fn.cursor(cell.range.start.line + 1, 1)
    end
  end)
end

---@param notebook integer buffer
---@param graph table
---@param cells kale.Cell[]
local function open_list(notebook, graph, cells)
  local lines, steps = describe(graph, heads(cells))
  local buffer = open('Pipeline of ' .. vim.fs.basename(vim.api.nvim_buf_get_name(notebook)), lines, 'kale-graph')
  for group, pattern in pairs({ KaleStep = '^● .*', KaleInput = '^  ← .*', KaleOutput = '^  → .*', Title = [[\%1l.*]] }) do
    vim.fn.matchadd(group, pattern)
  end
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
      outline.request(notebook, function(cells)
        open_list(notebook, vim.json.decode(result.text), cells)
      end)
    else
      open(format, vim.split(vim.trim(result.text), '\n'), M.FILETYPES[format])
    end
  end)
end

return M
