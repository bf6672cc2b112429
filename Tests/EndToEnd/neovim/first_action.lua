-- What `gra` offers with the cursor in a column of the line with the wrong tag.
return function(helpers)
  helpers.attach()
  helpers.wait_for_diagnostics(1)
  helpers.go_to('prev:show')
  vim.fn.cursor(vim.fn.line('.'), tonumber(vim.env.KALE_COLUMN))
  local offered = helpers.choose('nothing')
  vim.lsp.buf.code_action()
  helpers.wait('the offer', function()
    return #offered > 0
  end)
  return offered
end
