"""The kit that panels are built from: each widget knows what it shows, none knows a panel."""
