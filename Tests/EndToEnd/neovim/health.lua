-- What :checkhealth kale says of a notebook that is served.
return function(helpers)
  helpers.attach()
  vim.cmd.checkhealth('kale')
  return helpers.text()
end
