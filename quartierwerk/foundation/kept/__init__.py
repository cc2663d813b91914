"""Answers kept in memory, as long as the tables they are made of stay as they are.

Each watched table has a mark in the database that a trigger renews with every change, whoever makes it. A process asks
for all marks at once and makes only those answers anew whose marks are others. The marks are random: one that was
rolled back never comes again.
"""
