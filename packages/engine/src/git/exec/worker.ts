import { serveCalls } from '../../workers/serve-calls.ts'
import { type GitRequest, type GitResult, runGit } from './run-git.ts'

/** The process that starts git for the server (ADR 0012). */
serveCalls<GitRequest, GitResult>(runGit)
