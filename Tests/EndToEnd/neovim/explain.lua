-- Opens the page of the rule that reports the tag at the cursor, through the choice that `gra` offers.
return function(helpers)
  helpers.attach()
  helpers.wait_for_diagnostics(1)
  helpers.go_to('prev:show')
  local offered = helpers.choose('Explain rule')
  vim.lsp.buf.code_action()
  helpers.wait('the page', function()
    return vim.api.nvim_buf_get_name(0):match('%.md$')
  end)
  return { offered = offered, path = vim.api.nvim_buf_get_name(0), text = helpers.text() }
end
