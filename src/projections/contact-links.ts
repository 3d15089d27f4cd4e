export type ContactLink = { label: string; href: string };

const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/;
const PHONE = /(?<![\w@.])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\d)/;

/** Ways to reach whoever a free text such as `Captain Sam, (619) 555-0142, sam@example.com` names: a tap on a phone. */
export function contactLinks(contact: string): ContactLink[] {
  const [email] = EMAIL.exec(contact) || [];
  const [written = ''] = PHONE.exec(contact) || [];
  const phone = written.replace(/[^\d+]/g, '');
  return [
    ...(phone
      ? [
          { label: 'Call', href: `tel:${phone}` },
          { label: 'Text', href: `sms:${phone}` },
        ]
      : []),
    ...(email ? [{ label: 'Email', href: `mailto:${email}` }] : []),
  ];
}
