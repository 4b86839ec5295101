import { channelNames } from '#schema/channel-names.ts';
import { writePhoneNumber } from '#schema/phone-number.ts';
import type { Context } from './context.ts';
import { ParticipantEntity, type ParticipantRow } from './participant.entity.ts';
import { openPhone } from './phone.ts';

const PAGE = 1_000;
const ERASED = '(삭제됨)';
const BYTE_ORDER_MARK = '\uFEFF';
const HEADER = ['응모번호', '이름', '휴대폰 번호', '채널', '매장 방문', '참여 일시', '마케팅 수신 동의', '당첨 순위'];

/**
 * All participants of an event as CSV (RFC 4180), in pieces, in the order of entries; in UTF-8 with the mark that spreadsheets need to
 * read Korean. Times are those of Seoul.
 */
export async function* participantsCsv({ database, encryption }: Context, eventId: string): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(HEADER);
  for (let last = 0; ; ) {
    const where = { eventId, entryNumber: { $gt: last } };
    const rows = await database.em().find(ParticipantEntity, where, { orderBy: { entryNumber: 'asc' }, limit: PAGE });
    if (rows.length > 0) yield rows.map((row) => csvLine(cellsOf(row, openPhone(encryption, row.sealedPhone)))).join('');
    last = rows.at(-1)?.entryNumber ?? last;
    if (rows.length < PAGE) return;
  }
}

const cellsOf = (row: ParticipantRow, phone: string | null): string[] => [
  String(row.entryNumber),
  phone === null ? ERASED : row.name,
  phone === null ? ERASED : writePhoneNumber(phone),
  channelNames[row.channel],
  row.storeVisit ? '예' : '아니요',
  inSeoul(row.registeredAt),
  row.marketingConsentAt ? '예' : '아니요',
  row.winnerRank ? String(row.winnerRank) : '',
];

const SEOUL_OFFSET_MS = 9 * 3_600_000;

const inSeoul = (time: Date): string => new Date(time.getTime() + SEOUL_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');

/** One line of CSV. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export const csvLine = (cells: readonly string[]): string => `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`;

const harmless = (cell: string): string => (/^\s*[=+\-@\t\r＝＋－＠]/u.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
