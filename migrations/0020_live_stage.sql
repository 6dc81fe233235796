-- Behind the stage and on it: the room of those backstage, what the audience is shown, and how each speaker comes on.
alter table live.stage
  add column backstage_room text not null default replace(gen_random_uuid()::text, '-', ''),
  add column layout text not null default 'panel' check (layout in ('panel', 'speaker', 'slides', 'screen')),
  add column featured text;
comment on column live.stage.backstage_room is 'T1: random name at the engine; never recorded';
comment on column live.stage.layout is 'T0: how pictures stand on the stage';
comment on column live.stage.featured is 'T0: identity of the seat shown large; without one whoever speaks';

alter table live.seat
  add column due_at timestamptz,
  add column not_yet boolean not null default false,
  add column picture text not null default 'camera' check (picture in ('camera', 'voice', 'never')),
  add column masked boolean not null default false,
  add column signs boolean not null default false;
create index seat_due on live.seat (due_at) where due_at is not null;
comment on column live.seat.due_at is 'T1: when they go on stage by themselves; goes away ten seconds later';
comment on column live.seat.not_yet is 'T1: asked for a moment when they were called';
comment on column live.seat.picture is 'T1: the speaker''s own choice; without a camera the engine never takes one from them';
comment on column live.seat.masked is 'T1: the browser changes the voice before it leaves';
comment on column live.seat.signs is 'T0: speaks a sign language; the picture is kept large';
