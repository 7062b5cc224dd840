"""What ends the start where the environment says something Klass cannot use."""


class WrongSetting(SystemExit):
    """A setting in the environment that Klass cannot use; ends the start with a sentence."""
