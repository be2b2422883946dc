-- The settings of a kind of agent become an object of their own. Each kind owns its fields, and `run` and `resolve` are those of `command`.
-- An earlier version also stored `command`, for an agent that never existed.
UPDATE "Task" SET "settings" = ("settings" - ARRAY['agent', 'run', 'resolve', 'command']) || jsonb_build_object('agent',
  CASE "settings"->>'agent'
    WHEN 'command' THEN jsonb_build_object('kind', 'command', 'run', "settings"->'run', 'resolve', "settings"->'resolve')
    ELSE jsonb_build_object('kind', "settings"->'agent')
  END);

UPDATE "RunTask" SET "settings" = ("settings" - ARRAY['agent', 'run', 'resolve', 'command']) || jsonb_build_object('agent',
  CASE "settings"->>'agent'
    WHEN 'command' THEN jsonb_build_object('kind', 'command', 'run', "settings"->'run', 'resolve', "settings"->'resolve')
    ELSE jsonb_build_object('kind', "settings"->'agent')
  END);
