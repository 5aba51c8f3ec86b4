"""The levers of a course of action, a module for each group of rows of the response system.

A module holds all that is known of its lever: what may be stated, what that needs, the words for
it, its rows, the clocks it starts, and the numbers that the laws read. The field of
`CourseOfAction` that holds it is its only registration.
"""
