-- What the person has been told, before this scenario was loaded or after.
return function(helpers)
  local function told()
    local messages = vim.tbl_map(function(notification)
      return notification.message
    end, helpers.notifications)
    return vim.fn.execute('messages') .. table.concat(messages, '\n')
  end
  helpers.wait('the notification', function()
    return told():find('kale', 1, true)
  end)
  return told()
end
