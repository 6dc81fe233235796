-- Whoever was shown out of a meeting, or of the tables of a lounge, and may not come back in.
create table live.shown_out (
  gathering_id text references live.gathering on delete cascade,
  event_id text references live.lounge on delete cascade,
  owner bytea not null,
  check ((gathering_id is null) <> (event_id is null)),
  unique nulls not distinct (gathering_id, event_id, owner)
);
comment on table live.shown_out is 'Who was shown out: of a meeting until it ends, of all tables of a lounge until it is closed or opened anew, or until they are let in again.';
comment on column live.shown_out.gathering_id is 'T1: the meeting, not for tables';
comment on column live.shown_out.event_id is 'T0: the event of the lounge';
comment on column live.shown_out.owner is 'T2: blind index of person and session, meeting or event';
