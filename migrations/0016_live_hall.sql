-- Somebody of the audience who said yes to being visible: in the hall until they are called to the stage.
alter table live.seat drop constraint seat_place_check;
alter table live.seat add constraint seat_place_check check (place in ('hall', 'backstage', 'stage', 'away'));
