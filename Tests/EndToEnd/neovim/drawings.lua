-- Pipelines that are drawn without a server.
return function()
  local function draw(steps, edges)
    return vim.tbl_map(function(row)
      return row.step and row.rails .. ' ' .. row.step or row.rails
    end, require('kale.drawing').draw(steps, edges))
  end
  return {
    chain = draw({ 'a', 'b', 'c' }, { { 'a', 'b' }, { 'b', 'c' } }),
    apart = draw({ 'a', 'b' }, {}),
    skip = draw({ 'a', 'b', 'c' }, { { 'a', 'b' }, { 'a', 'c' }, { 'b', 'c' } }),
    backwards = draw({ 'a', 'b' }, { { 'a', 'b' }, { 'b', 'a' } }),
    three = draw(
      { 'a', 'b', 'c', 'd', 'e' },
      { { 'a', 'b' }, { 'a', 'c' }, { 'a', 'd' }, { 'b', 'e' }, { 'c', 'e' }, { 'd', 'e' } }
    ),
  }
end
