-- Renames a step at its first cell, has another join it, and is told of a name that is not valid.
return function(helpers)
  helpers.attach()
  local texts = {}
  for _, tag in ipairs({ 'step:smooth', 'step:find_outliers' }) do
    helpers.go_to(tag)
    vim.cmd.KaleTag('step:moving_average')
    helpers.wait('the new name', function()
      return not helpers.text():find('"' .. tag .. '"', 1, true)
    end)
    table.insert(texts, helpers.text())
  end
  helpers.go_to('step:report')
  vim.cmd.KaleTag('step:Not valid')
  helpers.wait('the notification', function()
    return #helpers.notifications > 0
  end)
  return { texts = texts, notifications = helpers.notifications }
end
