const WEIGHTS = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/**
 * Whether a business registration number (사업자등록번호) is 10 digits of which the last checks the others: the weighted sum of the
 * first nine, plus the tens of the ninth's product, plus the last digit is a multiple of ten.
 */
export const isBusinessNumber = (number: string): boolean => {
  if (!/^\d{10}$/.test(number)) return false;
  const digits = [...number].map(Number);
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * digits[index]!, 0);
  const carried = Math.floor((digits[8]! * 5) / 10);
  return (sum + carried + digits[9]!) % 10 === 0;
};

/** A business number as it is shown: `123-**-***45` (spec §2). */
export const maskBusinessNumber = (number: string): string => `${number.slice(0, 3)}-**-***${number.slice(-2)}`;
