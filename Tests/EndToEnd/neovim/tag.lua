-- Adds a previous step at once, removes it by choice, and asks for what is not there.
return function(helpers)
  helpers.attach()
  helpers.go_to('step:find_outliers')
  local completions = {
    tag = vim.fn.getcompletion('KaleTag p', 'cmdline'),
    previous = vim.fn.getcompletion('KaleTag prev:', 'cmdline'),
    step = vim.fn.getcompletion('KaleTag step:s', 'cmdline'),
  }
  vim.cmd.KaleTag('prev:smooth')
  helpers.wait('the added tag', function()
    return vim.fn.searchcount({ pattern = '"prev:smooth"' }).total == 2
  end)
  local added = helpers.text()

  helpers.go_to('step:find_outliers')
  local offered = helpers.choose('emove tag `prev:smooth`')
  vim.cmd.KaleTag()
  helpers.wait('the removed tag', function()
    return vim.fn.searchcount({ pattern = '"prev:smooth"' }).total == 1
  end)
  local removed = helpers.text()

  vim.cmd.KaleTag('prev:nowhere')
  helpers.wait('the notification', function()
    return #helpers.notifications > 0
  end)
  return { completions = completions, added = added, offered = offered, removed = removed, notifications = helpers.notifications }
end
