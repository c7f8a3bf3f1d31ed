"""Large sites: the plugin beside the plain builder, as the number of figures grows."""
