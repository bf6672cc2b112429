-- A misspelled tag with the message beside it, and a hover, for the picture in the documentation.
return function(helpers)
  vim.o.laststatus, vim.o.ruler, vim.o.number = 0, false, true
  vim.o.winborder = 'rounded'
  -- On a busy machine, the hover would otherwise be shown before its Markdown is parsed, and without its colors.
  vim.g._ts_force_sync_parsing = true
  vim.diagnostic.config({ virtual_text = true })
  helpers.attach()
  helpers.wait_for_diagnostics(1)
  helpers.go_to('test_data = ')
  vim.cmd.normal({ 'zz', bang = true })
  vim.lsp.buf.hover()
  helpers.wait('the hover', function()
    local window = vim.b.lsp_floating_preview
    return window and vim.api.nvim_win_is_valid(window)
  end)
  vim.cmd.redraw({ bang = true })
  vim.rpcnotify(0, 'picture')
  return true
end
