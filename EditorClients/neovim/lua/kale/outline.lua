-- What each cell is in the pipeline, shown behind its first line: `● train  ← houses  → model`.

local kale = require('kale.client')

local M = {}

local run_state = require('kale.run_state')

local METHOD = 'kale/outline'
local METHOD_NOT_FOUND = -32601
local namespace = vim.api.nvim_create_namespace('kale.outline')

---@class kale.Cell
---@field cell integer index in the notebook
---@field range lsp.Range
---@field role string
---@field step? string
---@field isContinuation boolean
---@field tags string[]
---@field inputs { name: string, from: string }[]
---@field outputs string[]
---@field parameters string[]
---@field metrics string[]

--- Buffers whose outline has been asked for; true where it has changed since.
---@type table<integer, boolean>
local asked = {}

--- What each buffer shows.
---@type table<integer, kale.Cell[]>
local shown = {}

for group, link in pairs({
  KaleStep = 'Function',
  KaleRole = 'Type',
  KaleContinuation = 'NonText',
  KaleInput = 'Identifier',
  KaleOutput = 'String',
}) do
  vim.api.nvim_set_hl(0, group, { link = link, default = true })
end

---@param chunks [string, string][]
---@param sign string
---@param names string[]
---@param group string
local function add_names(chunks, sign, names, group)
  if #names > 0 then
    table.insert(chunks, { '  ' .. sign .. ' ' .. table.concat(names, ', '), group })
  end
end

--- The words behind a cell's first line; nil where there is nothing to say.
---@param cell kale.Cell
---@param is_first boolean whether the cell is the first of its step
---@param uri string of the notebook
---@return [string, string][]?
local function label(cell, is_first, uri)
  local step = cell.step
  if cell.role == 'none' then
    return
  elseif cell.isContinuation or step and not is_first then
    return { { '┆ ' .. (step or cell.role), 'KaleContinuation' } }
  elseif not step then
    return { { '● ' .. cell.role, cell.role == 'skip' and 'KaleContinuation' or 'KaleRole' } }
  end
  local chunks = { { '● ' .. step, 'KaleStep' } }
  local taken = vim.tbl_map(function(input)
    return input.name
  end, cell.inputs)
  add_names(chunks, '←', vim.list_extend(taken, cell.parameters), 'KaleInput')
  add_names(chunks, '→', vim.list_extend(vim.list_slice(cell.outputs), cell.metrics), 'KaleOutput')
  local state = run_state.chunk(uri, step)
  if state then
    table.insert(chunks, state)
  end
  return chunks
end

---@param buffer integer
---@param cells kale.Cell[]
local function show(buffer, cells)
  vim.api.nvim_buf_clear_namespace(buffer, namespace, 0, -1)
  shown[buffer] = cells
  local uri = vim.uri_from_bufnr(buffer)
  local last = vim.api.nvim_buf_line_count(buffer) - 1
  local seen = {}
  for _, cell in ipairs(cells) do
    local line, chunks = cell.range.start.line, label(cell, not seen[cell.step or ''], uri)
    seen[cell.step or ''] = true
    if chunks and line <= last then
      vim.api.nvim_buf_set_extmark(buffer, namespace, line, 0, {
        virt_text = chunks,
        virt_text_pos = 'eol',
        hl_mode = 'combine',
      })
    end
  end
end

--- Asks the server for a buffer's cells.
---@param buffer integer
---@param on_cells fun(cells: kale.Cell[])
function M.request(buffer, on_cells)
  local client = kale.of_buffer(buffer)
  if not client then
    return on_cells({})
  end
  client:request(METHOD, { uri = vim.uri_from_bufnr(buffer) }, function(failure, outline)
    if failure and failure.code ~= METHOD_NOT_FOUND then
      kale.fail(failure.message)
    end
    on_cells(outline and outline.cells or {})
  end, buffer)
end

--- Shows the buffer's cells anew. What is asked for while an answer is under way is asked once, after it.
---@param buffer integer
function M.refresh(buffer)
  if vim.g.kale_virtual_text == false or not vim.api.nvim_buf_is_loaded(buffer) then
    return
  elseif asked[buffer] ~= nil then
    asked[buffer] = true
    return
  end
  asked[buffer] = false
  M.request(buffer, function(cells)
    local has_changed = asked[buffer]
    asked[buffer] = nil
    if not vim.api.nvim_buf_is_loaded(buffer) then
      return
    elseif has_changed then
      return M.refresh(buffer)
    end
    show(buffer, cells)
  end)
end

--- Shows the buffer's cells once more, with what has changed of the run.
---@param buffer integer
function M.redraw(buffer)
  if shown[buffer] and vim.g.kale_virtual_text ~= false then
    show(buffer, shown[buffer])
  end
end

--- The step of the cell at the cursor.
---@param on_cell fun(cell?: kale.Cell, cells: kale.Cell[]) the second are all cells of the notebook
function M.cell_at_cursor(on_cell)
  local line, buffer = vim.fn.line('.') - 1, vim.api.nvim_get_current_buf()
  M.request(buffer, function(cells)
    local found
    for _, cell in ipairs(cells) do
      if cell.range.start.line <= line then
        found = cell
      end
    end
    on_cell(found, cells)
  end)
end

--- Gives up what has been asked of a server that is gone.
function M.forget()
  asked = {}
end

--- The notification of the server that an outline is not what it was.
---@param _ any
---@param params { uri: string }
function M.on_change(_, params)
  local buffer = vim.uri_to_bufnr(params.uri)
  if vim.api.nvim_buf_is_loaded(buffer) then
    M.refresh(buffer)
  end
end

return M
