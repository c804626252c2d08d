// The walks over every screen, on a sample mission of their own: the longest of all, so they begin first and have a process to themselves.
import './journeys/accessible.ts'
