"""Comments: sent by visitors, shown when the team approves them."""
