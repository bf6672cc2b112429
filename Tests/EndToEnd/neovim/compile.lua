return function(helpers)
  helpers.attach()
  local count = tonumber(vim.env.KALE_COUNT)
  if count > 0 then
    helpers.wait_for_diagnostics(count)
  end
  vim.cmd.KaleCompile()
  helpers.wait('the notification', function()
    return #helpers.notifications > 0
  end)
  local errors = vim.tbl_map(function(item)
    return { line = item.lnum, column = item.col, text = item.text }
  end, vim.fn.getloclist(0))
  return { notifications = helpers.notifications, errors = errors }
end
