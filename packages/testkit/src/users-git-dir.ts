/**
 * A shell word for the commands of agents in tests: the git directory of the user's repository. The agent's own git does not reach it, so
 * an agent that changes the user's repository has to use its path.
 */
export const USERS_GIT_DIR = '"$(dirname "$(cat "$(git rev-parse --git-dir)/objects/info/alternates")")"'
