-- Repairs `prev:show` of the step `show` through the choice that `gra` offers, and saves.
return function(helpers)
  helpers.attach()
  helpers.wait_for_diagnostics(1)
  helpers.go_to('prev:show')
  local offered = helpers.choose('prev:show')
  vim.lsp.buf.code_action({ context = { only = { 'quickfix' } } })
  helpers.wait('the diagnostic to go', function()
    return #vim.diagnostic.get(0) == 0
  end)
  vim.cmd.write()
  return { offered = offered, text = helpers.text() }
end
