-- The drawing in the list of steps.
return function(helpers)
  helpers.attach()
  local notebook = vim.api.nvim_get_current_buf()
  vim.cmd.KaleGraph()
  helpers.wait('the graph', function()
    return vim.api.nvim_get_current_buf() ~= notebook
  end)
  local lines = vim.api.nvim_buf_get_lines(0, 2, -1, false)
  local result = {}
  for _, line in ipairs(lines) do
    if line == '' then
      return result
    end
    table.insert(result, line)
  end
end
