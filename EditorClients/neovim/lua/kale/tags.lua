-- :KaleTag

local kale = require('kale.client')
local outline = require('kale.outline')

local M = {}

local TAGS = { 'functions', 'imports', 'pipeline-metrics', 'pipeline-parameters', 'prev:', 'skip', 'step:' }

--- Whether the title speaks of this tag, and not only of a longer one that holds it.
---@param title string
---@param tag string
local function names_tag(title, tag)
  local from = 1
  while true do
    local first, last = title:find(tag, from, true)
    if not first then
      return false
    end
    local before, after = title:sub(first - 1, first - 1), title:sub(last + 1, last + 1)
    local is_whole = not before:match('[%w_:/.-]') and (tag:sub(-1) == ':' or not after:match('[%w_:/.-]'))
    if is_whole then
      return true
    end
    from = first + 1
  end
end

--- The first cell of a step.
---@param cells kale.Cell[]
---@param step string
---@return kale.Cell?
local function first_of(cells, step)
  for _, cell in ipairs(cells) do
    if cell.step == step then
      return cell
    end
  end
end

---@param command 'kale.setTags' | 'kale.renameStep'
---@param argument table
local function edit(command, argument)
  kale.execute(command, argument, function(failure)
    if failure then
      kale.fail(failure.message)
    end
  end)
end

--- Makes the cursor's cell a step of this name, which keeps the tags of the step that it was. The first cell of a step
--- stands for all of it: the other cells, and the steps that run after it, follow, unless it joins another step.
---@param name string
local function set_step(name)
  outline.cell_at_cursor(function(cell, cells)
    if not cell then
      return kale.fail('there is no cell at the cursor')
    elseif cell.role == 'step' and first_of(cells, cell.step) == cell and not first_of(cells, name) then
      return edit('kale.renameStep', { cell = cell.cell, newName = name })
    end
    local tags = { 'step:' .. name }
    for _, tag in ipairs(cell.tags) do
      local is_role = tag:match('^step:') or tag:match('^notebook:') or vim.list_contains(TAGS, tag)
      if not is_role and tag ~= 'prev:' .. name then
        table.insert(tags, tag)
      end
    end
    edit('kale.setTags', { cell = cell.cell, tags = tags })
  end)
end

--- Offers the server's actions on the tags of the cursor's cell.
---@param tag string only actions that name this tag, the only one at once; empty for all, to choose from
function M.tag(tag)
  if not kale.attached() then
    return
  end
  local name = tag:match('^step:(.+)$')
  if name then
    return set_step(name)
  end
  vim.lsp.buf.code_action({
    context = { only = { 'quickfix', 'refactor' } },
    apply = tag ~= '',
    filter = function(action)
      return tag == '' or names_tag(action.title, tag)
    end,
  })
end

--- The names of the steps of the current buffer.
---@param last integer the last line to look at; -1 for all
---@return string[]
local function steps(last)
  local names = {}
  for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, last, false)) do
    for step in line:gmatch('%f[%w_]step:([_%l%d]+)') do
      table.insert(names, step)
    end
  end
  return names
end

--- The steps of the current buffer that begin as typed.
---@param typed string
---@return string[]
function M.complete_steps(typed)
  return vim.tbl_filter(function(name)
    return vim.startswith(name, typed)
  end, vim.fn.uniq(vim.fn.sort(steps(-1))))
end

--- The tags that begin with what was typed. After `prev:` and `step:`, these are the steps above the cursor that the cell can
--- run after or belong to.
---@param typed string
---@return string[]
function M.complete(typed)
  local tags = vim.list_slice(TAGS)
  local prefix = typed:match('^prev:') or typed:match('^step:')
  if prefix then
    local above = steps(vim.api.nvim_win_get_cursor(0)[1])
    if prefix == 'prev:' then
      -- The last one is the step of the cell itself.
      table.remove(above)
    end
    for _, step in ipairs(above) do
      table.insert(tags, prefix .. step)
    end
  end
  return vim.tbl_filter(function(tag)
    return vim.startswith(tag, typed)
  end, vim.fn.uniq(vim.fn.sort(tags)))
end

return M
