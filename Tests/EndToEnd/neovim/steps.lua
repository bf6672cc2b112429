-- The lines that the keys for steps lead to, one after another.
return function(helpers)
  helpers.attach()
  vim.fn.cursor(1, 1)
  local lines = {}
  for _, key in ipairs({ ']k', ']k', '[k' }) do
    local before = vim.fn.line('.')
    vim.cmd.normal(key)
    helpers.wait('the step', function()
      return vim.fn.line('.') ~= before
    end)
    table.insert(lines, vim.fn.getline('.'))
  end
  return lines
end
