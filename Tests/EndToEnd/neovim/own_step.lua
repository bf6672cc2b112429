-- Gives a step a name that no action offers.
return function(helpers)
  helpers.attach()
  helpers.go_to('step:find_outliers')
  vim.cmd.KaleTag('step:my_step')
  helpers.wait('the tag', function()
    return helpers.text():find('"step:my_step"', 1, true)
  end)
  return { text = helpers.text(), notifications = helpers.notifications }
end
