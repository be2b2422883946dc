/**
 * Git commands as agents type them, one kind a line. `FILE`, `BRANCH`, `TAG`, `COMMIT` and `FOLDER` are replaced with random names, most of which
 * exist. A command may fail.
 */
export const AGENT_COMMANDS: readonly string[] = `
git status
git add -A
git add FILE
git add -f FILE
git add -N FILE
git add -u
git commit -qm work
git commit -qam work
git commit -q --allow-empty -m nothing
git commit -q --amend --no-edit
git commit -q --amend -m again
git commit -q --no-verify -am fast
git commit -q --fixup HEAD
git commit -q --only FILE -m one
git reset -q
git reset -q --hard
git reset -q --hard HEAD~1
git reset -q --soft HEAD~1
git reset -q --mixed HEAD~1
git reset -q --keep HEAD~1
git reset -q --merge
git reset -q --hard main
git reset -q --hard COMMIT
git restore FILE
git restore --staged FILE
git restore --source HEAD~1 FILE
git checkout -q -- FILE
git checkout -q .
git checkout -q BRANCH
git checkout -q -b BRANCH
git checkout -q -B BRANCH
git checkout -q --detach
git checkout -q --orphan BRANCH
git checkout -q main
git checkout -q COMMIT
git checkout -q -f BRANCH
git switch -q BRANCH
git switch -q -c BRANCH
git switch -q -C BRANCH
git switch -q --detach HEAD
git switch -q --orphan BRANCH
git switch -q -
git branch BRANCH
git branch -f BRANCH HEAD
git branch -D BRANCH
git branch -m BRANCH
git branch -M BRANCH
git branch -c BRANCH
git branch -u main
git branch --unset-upstream
git branch | grep -v '^[*+]' | xargs -r git branch -D
git for-each-ref --format='%(refname)' | xargs -rn1 git update-ref -d
git for-each-ref --format='%(refname)' refs/heads/coppice | xargs -rn1 git update-ref -d
git update-ref refs/heads/BRANCH HEAD
git update-ref -d refs/heads/BRANCH
git update-ref -d HEAD
git update-ref refs/heads/main HEAD
git symbolic-ref HEAD refs/heads/BRANCH
git symbolic-ref HEAD refs/heads/none
git symbolic-ref refs/heads/BRANCH refs/heads/main
git pack-refs --all
git pack-refs --all --prune
git stash
git stash -u
git stash -a
git stash --keep-index
git stash push -m later FILE
git stash pop
git stash apply
git stash drop
git stash clear
git stash list
git stash branch BRANCH
git stash store -m other HEAD
git stash create
git tag TAG
git tag -f TAG
git tag -a -m annotated TAG
git tag -d TAG
git tag | xargs -r git tag -d
git notes add -m note
git notes add -f -m note
git notes remove
git merge -q BRANCH
git merge -q --no-edit main
git merge -q --no-ff --no-edit BRANCH
git merge -q --squash BRANCH
git merge -q -s ours --no-edit BRANCH
git merge -q -X theirs --no-edit BRANCH
git merge --abort
git merge --continue
git merge -q --allow-unrelated-histories --no-edit BRANCH
git rebase -q main
git rebase -q BRANCH
git rebase -q --root
git rebase -q --onto main HEAD~1
git rebase --abort
git rebase --continue
git rebase --skip
git rebase -q --autosquash -i HEAD~2
git rebase -q --exec true HEAD~1
git cherry-pick COMMIT
git cherry-pick -n COMMIT
git cherry-pick --abort
git cherry-pick --continue
git revert --no-edit HEAD
git revert -n HEAD
git revert --abort
git bisect start HEAD HEAD~1
git bisect good
git bisect bad
git bisect reset
git gc -q
git gc -q --prune=now
git gc -q --auto
git gc -q --aggressive --prune=now
git prune
git prune --expire=now
git prune-packed
git repack -q -d
git repack -q -a -d
git repack -q -A -d --unpack-unreachable=now
git maintenance run --quiet
git maintenance run --quiet --task=loose-objects
git commit-graph write --reachable
git multi-pack-index write
git reflog
git reflog expire --expire=now --all
git reflog expire --expire=now --all && git gc -q --prune=now
git reflog delete HEAD@{0}
git fsck
git count-objects -v
git worktree list
git worktree prune
git worktree add -q FOLDER
git worktree add -q --detach FOLDER
git worktree add -q -b BRANCH FOLDER
git worktree remove --force FOLDER
git worktree lock .
git worktree repair
git worktree move . FOLDER
git config user.name Mallory
git config user.email mallory@example.org
git config --unset user.name
git config core.bare true
git config core.worktree /nowhere
git config core.hooksPath FOLDER
git config core.ignorecase true
git config core.filemode false
git config core.autocrlf true
git config core.sparseCheckout true
git config core.excludesFile FILE
git config core.attributesFile FILE
git config core.fsmonitor 'touch RAN'
git config core.pager 'touch RAN'
git config filter.x.clean 'touch RAN; cat'
git config filter.x.process 'touch RAN'
git config merge.x.driver 'touch RAN'
git config diff.external 'touch RAN'
git config alias.status '!touch RAN'
git config extensions.worktreeConfig true
git config --worktree core.bare true
git config include.path FILE
git config gc.auto 1
git config remote.origin.url /nowhere
git config --global user.name Mallory
git config --remove-section user
git config -f .git/config core.bare true
git remote add BRANCH /nowhere
git remote remove origin
git remote set-url origin /nowhere
git fetch -q
git fetch -q --all --prune
git fetch -q . main:BRANCH
git push -q . HEAD:refs/heads/BRANCH
git push -q --force . HEAD:main
git push -q . --delete BRANCH
git pull -q
git sparse-checkout init --cone
git sparse-checkout set src
git sparse-checkout set --no-cone '/*' '!FILE'
git sparse-checkout disable
git sparse-checkout reapply
git update-index --assume-unchanged FILE
git update-index --skip-worktree FILE
git update-index --no-assume-unchanged FILE
git update-index --force-remove FILE
git update-index --chmod=+x FILE
git update-index --split-index
git update-index --untracked-cache
git update-index --index-version 4
git update-index --refresh
git read-tree HEAD
git read-tree --empty
git read-tree -m -u HEAD
git checkout-index -a -f
git write-tree
git hash-object -w FILE
git commit-tree -m loose HEAD^{tree}
git rm -q FILE
git rm -q --cached FILE
git rm -rq --cached .
git rm -rqf src
git mv FILE FOLDER
git mv -f FILE FILE
git clean -fd
git clean -fdx
git clean -fdX
git apply --index FILE
git am FILE
git format-patch -1 -o FOLDER
git archive -o FILE HEAD
git bundle create FILE HEAD
git init -q
git init -q FOLDER
git init -q --separate-git-dir FOLDER
git clone -q . FOLDER
git submodule add -q -f . FOLDER
git submodule update --init
git submodule deinit -f --all
git subtree add --prefix=FOLDER . main
git lfs track '*.txt'
git lfs install --local
git rerere
git replace HEAD HEAD~1
git replace -d HEAD
git filter-branch -f --msg-filter cat HEAD
git shortlog -s HEAD
git blame FILE
git log --oneline -3
git describe --always
git show --stat
git diff --stat
git grep -q line
rm -f "$(git rev-parse --git-dir)/index"
: > "$(git rev-parse --git-dir)/index.lock"
: > "$(git rev-parse --git-dir)/HEAD.lock"
: > "$(git rev-parse --git-common-dir)/packed-refs.lock"
: > "$(git rev-parse --git-common-dir)/config.lock"
echo garbage > "$(git rev-parse --git-dir)/index"
echo garbage > "$(git rev-parse --git-dir)/HEAD"
echo garbage > "$(git rev-parse --git-dir)/MERGE_HEAD"
echo '*.txt' >> "$(git rev-parse --git-common-dir)/info/exclude"
echo '*.txt filter=x merge=x' >> "$(git rev-parse --git-common-dir)/info/attributes"
echo '*.txt filter=x' >> .gitattributes
printf '#!/bin/sh\\ntouch RAN\\n' > "$(git rev-parse --git-common-dir)/hooks/post-checkout"; chmod +x "$(git rev-parse --git-common-dir)/hooks/post-checkout"
mkfifo "$(git rev-parse --git-common-dir)/refs/heads/fifo"
ln -s /etc/hosts "$(git rev-parse --git-common-dir)/refs/heads/link"
echo /nowhere >> "$(git rev-parse --git-common-dir)/objects/info/alternates"
rm -rf .git
mv .git FOLDER
echo 'gitdir: /nowhere' > .git
rm -rf src
mkdir -p FOLDER && git init -q FOLDER && echo nested > FOLDER/nested.txt
mv FILE "$(echo FILE | tr a-z A-Z)"
ln -sf /etc/hosts FILE
mkdir -p FILE
chmod 000 FILE
`
  .trim()
  .split('\n')
