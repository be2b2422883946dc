import { serveCalls } from '../../workers/serve-calls.ts'
import { type GitOutcome, type GitRequest, runGit } from './run-git.ts'

/** The main file of the worker process, which starts git for the server (ADR 0012: starting a process blocks the one that starts it). */
serveCalls<GitRequest, GitOutcome>(runGit)
