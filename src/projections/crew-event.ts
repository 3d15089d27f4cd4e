import type { CrewAssignment } from '../booking/crew.ts';
import type { Settings } from '../booking/settings.ts';
import { guestPageUrl } from '../booking/slug.ts';
import type { CrewEvent, ShipCaptainCrew } from '../clients/ship-captain-crew.ts';
import { CollectionEntry } from './collection-entry.ts';
import { crewFacing } from './crew-facing.ts';
import { type CrewMemory, crewMailsInWords, crewMemory } from './crew-mails.ts';
import type { Json, Placed, Projection, Subject } from './projection.ts';
import { uploadWindow } from './upload-window.ts';

type Desired = { [Field in keyof CrewEvent]: CrewEvent[Field] };

/** The charter in the crew system, which invites the captain and the crew by mail. */
export class CrewEventProjection extends CollectionEntry<Desired> implements Projection<Desired> {
  readonly name = 'crew event';
  readonly waitsFor = ['guest page', 'calendar entry'] as const;

  constructor(
    crewSystem: ShipCaptainCrew,
    private readonly settings: Settings,
  ) {
    super(crewSystem);
  }

  desired(subject: Subject): Desired | null {
    const { booking, ended } = subject;
    if (booking.status === 'Cancelled') return null;
    if (ended && !subject.stands(this.name)) {
      subject.warn('The charter is over, so its crew was not invited');
      return null;
    }
    const { opensAt, closesAt } = uploadWindow(booking.schedule, this.settings);
    const { crewId, name, email } = booking.captain.member;
    return {
      ...crewFacing(booking),
      captain: { crew_id: crewId, name, email },
      crew: booking.crew.map(asCrew),
      guest_page_url: guestPageUrl(this.settings, booking.slug),
      calendar_entry_id: subject.idOf('calendar entry'),
      upload_opens_at: new Date(opensAt).toISOString(),
      upload_closes_at: new Date(closesAt).toISOString(),
    };
  }

  memory(desired: Desired): Json {
    return crewMemory(desired);
  }

  inWords(subject: Subject, action: 'create' | 'update' | 'remove', placed: Placed | undefined): string {
    const desired = this.desired(subject);
    const before = placed?.memory as CrewMemory | undefined;
    return crewMailsInWords(action, before, desired && crewMemory(desired), subject.ended);
  }
}

function asCrew({ member, paidMinutes }: CrewAssignment) {
  return {
    crew_id: member.crewId,
    role: member.role,
    name: member.name,
    email: member.email,
    rate: member.hourlyRateCents / 100,
    hours: paidMinutes / 60,
  };
}
