-- :KaleGraph

local drawing = require('kale.drawing')
local kale = require('kale.client')
local outline = require('kale.outline')
local run_state = require('kale.run_state')
local views = require('kale.views')

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

--- The drawing of a pipeline: the steps with the dependencies as lines.
---@param graph table
---@param states table<string, kale.StepState>
---@param lines string[] what is above it, to which it is added
---@param steps table<integer, string> the step of each line, to which its lines are added
local function draw(graph, states, lines, steps)
  local names = vim.tbl_map(function(step)
    return step.name
  end, graph.steps)
  local edges = vim.list_slice(graph.edges)
  for _, order in ipairs(graph.order or {}) do
    table.insert(edges, { order.from, order.to })
  end
  local rows = drawing.draw(names, edges)
  local width = 0
  for _, row in ipairs(rows) do
    width = math.max(width, vim.fn.strdisplaywidth(row.rails))
  end
  for _, row in ipairs(rows) do
    local line = row.rails
    if row.step then
      local state = states[row.step]
      local gap = (' '):rep(width - vim.fn.strdisplaywidth(line) + 1)
      line = line .. gap .. row.step .. (state and '  ' .. run_state.words(state) or '')
      steps[#lines + 1] = row.step
    end
    table.insert(lines, line)
  end
end

--- The pipeline as a drawing and a list of steps, and the lines that steps' names stand on.
---@param graph table as `kale-lsp graph --output-format json` prints it
---@param cells table<string, kale.Cell> the first cell of each step
---@param states table<string, kale.StepState>
---@return string[] lines
---@return table<integer, string> steps
local function describe(graph, cells, states)
  local lines, steps = { graph.pipelineName }, {}
  for _, parameter in ipairs(graph.parameters) do
    table.insert(lines, ('  %s: %s = %s'):format(parameter.name, parameter.type, shown(parameter.default)))
  end
  if #graph.steps > 0 then
    table.insert(lines, '')
    draw(graph, states, lines, steps)
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
---@param notebook integer
---@param lines string[]
---@param filetype string
---@return integer buffer
local function open(notebook, lines, filetype)
  local buffer = views.buffer('graph', notebook)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].filetype = filetype
  vim.bo[buffer].modifiable = false
  vim.api.nvim_win_call(vim.fn.bufwinid(notebook), function()
    views.show(buffer, { split = 'right', win = 0 }, true)
  end)
  local window = vim.fn.bufwinid(buffer)
  vim.api.nvim_set_current_win(window)
  vim.wo[window].number = false
  vim.wo[window].wrap = false
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
  local lines, steps = describe(graph, heads(cells), run_state.of(vim.uri_from_bufnr(notebook)))
  local buffer = open(notebook, lines, 'kale-graph')
  vim.fn.clearmatches()
  for group, pattern in pairs({
    KaleStep = '^[●│─├┤┼╮╭┬┴╰╯ ]*●[ │]*\\zs[[:alnum:]_]\\+',
    KaleInput = '^  ← .*',
    KaleOutput = '^  → .*',
    Title = [[\%1l.*]],
  }) do
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
      open(notebook, vim.split(vim.trim(result.text), '\n'), M.FILETYPES[format])
    end
  end)
end

return M
