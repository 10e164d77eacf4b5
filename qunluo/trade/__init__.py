"""Incentives and business: points, rewards, shop, money."""
