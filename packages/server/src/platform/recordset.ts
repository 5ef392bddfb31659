/**
 * A JSON array that a statement is given, as rows `x` to join with, in SQL. PostgreSQL takes `json_to_recordset` for a hundred rows, and would read all of a
 * table of a few thousand rather than look up a hundred; of a limit that it does not know it thinks that it leaves a tenth.
 */
export const recordset = (parameter: string, columns: string): string => `(SELECT * FROM json_to_recordset(${parameter}::json) AS x(${columns}) LIMIT (SELECT 1000000000)) x`
