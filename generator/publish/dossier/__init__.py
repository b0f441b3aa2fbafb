"""Dossiers 积分档案: one page per branch, room, unit or officer and year."""
