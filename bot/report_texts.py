"""What the bot says about the report. Same manners as `bot.texts`."""
