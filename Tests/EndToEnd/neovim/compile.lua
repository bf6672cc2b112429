return function(helpers)
  local count = tonumber(vim.env.KALE_COUNT)
  if count > 0 then
    helpers.wait_for_diagnostics(count)
  end
  vim.cmd.KaleCompile()
  helpers.wait('the notification', function()
    return #helpers.notifications > 0
  end)
  return helpers.notifications
end
