import { keyedHash } from '#kit/encryption.ts';
import type { Context } from './context.ts';
import type { StoreInput } from './profile-input.ts';
import type { User } from './user.entity.ts';

type Keys = Pick<Context, 'config' | 'encryption'>;

/** The hash to find a phone number by and to keep it unique. */
export const phoneHash = ({ config }: Keys, phone: string): string => keyedHash(config.HASH_KEY, phone, 'user.phone');

/** A phone number's columns: encrypted, and hashed. */
export const sealPhone = (keys: Keys, phone: string): Pick<User, 'phoneEncrypted' | 'phoneHash'> => ({
  phoneEncrypted: keys.encryption.encrypt(phone, 'user.phone'),
  phoneHash: phoneHash(keys, phone),
});

export const openPhone = ({ encryption }: Keys, { phoneEncrypted }: User): string => encryption.decrypt(phoneEncrypted, 'user.phone');

type StoreColumns = Pick<User, 'storeName' | 'industry' | 'address' | 'businessHours' | 'businessNumberEncrypted'>;

/** A store's columns, its business number encrypted. */
export const sealStore = (
  { encryption }: Keys,
  { name, industry, address, businessHours = null, businessNumber }: StoreInput,
): StoreColumns => ({
  storeName: name,
  industry,
  address,
  businessHours,
  businessNumberEncrypted: encryption.encrypt(businessNumber, 'user.business-number'),
});

export const openBusinessNumber = ({ encryption }: Keys, { businessNumberEncrypted }: User): string =>
  encryption.decrypt(businessNumberEncrypted, 'user.business-number');
