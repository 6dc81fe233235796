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

-- For whoever can't or won't connect: a statement recorded beforehand, which the host plays on the stage.
create table live.statement (
  session_id text not null,
  identity text not null,
  state text not null default 'waiting' check (state in ('waiting', 'ready', 'refused')),
  fault text,
  source bytea,
  bytes bytea,
  seconds integer not null default 0,
  has_picture boolean not null default false,
  primary key (session_id, identity),
  foreign key (session_id, identity) references live.seat on delete cascade
);
alter table live.statement alter column source set storage external;
alter table live.statement alter column bytes set storage external;
comment on table live.statement is 'Recorded statements. They go in the night after their session is over, and with the seat.';
comment on column live.statement.session_id is 'T0';
comment on column live.statement.identity is 'T1: the seat of whoever sent it';
comment on column live.statement.state is 'T1';
comment on column live.statement.fault is 'T1: why it could not be taken';
comment on column live.statement.source is 'T2: as it was sent; emptied as soon as it is made anew, a minute or so later';
comment on column live.statement.bytes is 'T1: made anew without metadata; heard by all when the host plays it';
comment on column live.statement.seconds is 'T1';
comment on column live.statement.has_picture is 'T1';
