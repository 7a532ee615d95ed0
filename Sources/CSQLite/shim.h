#ifndef SWAPDESK_CSQLITE_SHIM_H
#define SWAPDESK_CSQLITE_SHIM_H

#include <sqlite3.h>

/* Swift cannot call sqlite3_db_config, because it takes a variable number of arguments. */
static inline int swapdesk_db_config(sqlite3 *handle, int option, int value) {
  return sqlite3_db_config(handle, option, value, (int *)0);
}

#endif
