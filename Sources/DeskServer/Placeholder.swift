import DeskRules
