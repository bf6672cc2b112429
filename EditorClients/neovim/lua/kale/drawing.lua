-- A pipeline drawn with rails: a line for each step, and left of it the dependencies as lines that split and join.

local M = {}

--- The columns that lead to these steps: `columns[i]` is the step that the rail in column i ends at.
---@param columns table<integer, string>
---@param step string
---@return integer?
local function column_of(columns, step)
  for column, target in pairs(columns) do
    if target == step then
      return column
    end
  end
end

---@param columns table<integer, string>
---@return integer
local function first_free(columns)
  local column = 1
  while columns[column] do
    column = column + 1
  end
  return column
end

---@param columns table<integer, string>
---@return integer
local function last(columns)
  local result = 0
  for column in pairs(columns) do
    result = math.max(result, column)
  end
  return result
end

--- The rails of a line, two characters a column.
---@param signs table<integer, string> by column
---@param from integer the columns that a horizontal line joins
---@param to integer
local function rails(signs, width, from, to)
  local parts = {}
  for column = 1, width do
    local is_inside = column >= from and column <= to
    table.insert(parts, signs[column] or (is_inside and '─' or ' '))
    if column < width then
      table.insert(parts, column >= from and column < to and '─' or ' ')
    end
  end
  return (table.concat(parts):gsub('%s+$', ''))
end

--- Where the rail of a step goes on: the line below it that leads to other columns, or nil where none does.
local function junction(column, continues, joined, columns)
  local from, to = column, column
  for other in pairs(joined) do
    from, to = math.min(from, other), math.max(to, other)
  end
  if from == to then
    return
  end
  local signs = {}
  for other in pairs(columns) do
    signs[other] = '│'
  end
  local is_left, is_right = from < column, to > column
  if continues then
    signs[column] = is_left and is_right and '┼' or is_right and '├' or '┤'
  else
    signs[column] = is_left and is_right and '┴' or is_right and '╰' or '╯'
  end
  for other, is_new in pairs(joined) do
    if other == to then
      signs[other] = is_new and '╮' or '┤'
    elseif other == from then
      signs[other] = is_new and '╭' or '├'
    else
      signs[other] = is_new and '┬' or '┼'
    end
  end
  return rails(signs, math.max(last(columns), to), from, to)
end

--- Draws steps in an order in which each comes after those that it runs after.
---@param steps string[]
---@param edges [string, string][] from a step to one that runs after it
---@return { rails: string, step?: string }[] lines
function M.draw(steps, edges)
  local known, order, after = {}, {}, {}
  for index, step in ipairs(steps) do
    known[step], order[step], after[step] = true, index, {}
  end
  for _, edge in ipairs(edges) do
    local from, to = edge[1], edge[2]
    -- What runs backwards, on a cycle, cannot be drawn downwards.
    if known[from] and known[to] and order[from] < order[to] and not vim.list_contains(after[from], to) then
      table.insert(after[from], to)
    end
  end
  local columns, lines = {}, {}
  for _, step in ipairs(steps) do
    local column = column_of(columns, step) or first_free(columns)
    columns[column] = step
    local signs = {}
    for other in pairs(columns) do
      signs[other] = '│'
    end
    signs[column] = '●'
    table.insert(lines, { rails = rails(signs, last(columns), 0, -1), step = step })
    columns[column] = nil
    local joined, continues = {}, false
    table.sort(after[step], function(a, b)
      return order[a] < order[b]
    end)
    for _, target in ipairs(after[step]) do
      local present = column_of(columns, target)
      if present then
        joined[present] = false
      elseif not continues then
        columns[column], continues = target, true
      else
        local free = first_free(columns)
        columns[free] = target
        joined[free] = true
      end
    end
    local line = junction(column, continues, joined, columns)
    if line then
      table.insert(lines, { rails = line })
    end
  end
  return lines
end

return M
