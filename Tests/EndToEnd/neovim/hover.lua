local function hover(helpers, words)
  helpers.go_to(words)
  vim.lsp.buf.hover()
  local window
  helpers.wait('the hover on ' .. words, function()
    window = vim.b.lsp_floating_preview
    return window and vim.api.nvim_win_is_valid(window)
  end)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  return table.concat(lines, '\n')
end

return function(helpers)
  helpers.attach()
  return {
    step = hover(helpers, 'step:split'),
    variable = hover(helpers, 'houses.iloc[:cut]'),
  }
end
