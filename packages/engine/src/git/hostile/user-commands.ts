/**
 * Git commands that a person runs in the checkout while agents work. Names in capitals are replaced with random names, as in
 * `agent-commands.ts`.
 */
export const USER_COMMANDS: readonly string[] = `
git status --porcelain
git add -A
git commit -qam mine
git commit -q --allow-empty -m nothing
git commit -q --amend --no-edit --allow-empty
git stash
git stash -u
git stash pop
git stash drop
git checkout -q -b BRANCH
git checkout -q main
git checkout -q -- FILE
git branch BRANCH
git branch -D BRANCH
git branch -m BRANCH
git tag -f TAG
git tag -d TAG
git merge -q --no-edit BRANCH
git merge --abort
git rebase -q main
git rebase --abort
git cherry-pick COMMIT
git cherry-pick --abort
git revert --no-edit HEAD
git reset -q --hard
git reset -q --soft HEAD~1
git gc -q
git gc -q --prune=now
git prune --expire=now
git repack -q -a -d
git pack-refs --all
git worktree prune
git config user.name Grace
git config core.autocrlf input
git config --unset core.autocrlf
git config core.bare true
git config core.bare false
git sparse-checkout set src
git sparse-checkout disable
git update-index --assume-unchanged FILE
git rm -q --cached FILE
git clean -fd
git notes add -f -m note
git bisect start HEAD HEAD~1
git bisect reset
git reflog expire --expire=now --all
echo '*.tmp' >> .git/info/exclude
echo edited >> FILE
rm -f FILE
mkdir -p FOLDER; echo new > FOLDER/new.txt
`
  .trim()
  .split('\n')
