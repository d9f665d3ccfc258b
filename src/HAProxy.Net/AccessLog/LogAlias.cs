namespace HAProxy.Net.AccessLog;

/// <summary>The aliases of configuration.txt 8.2.6, by their own names.</summary>
internal enum LogAlias : byte
{
    B, CC, CS, H, HM, HP, HPO, HQ, HU, HV, ID, ST, T, Ta, Tc, Td, Tl, Th, Ti, Tq, TR, Tr, Ts, Tt, Tu, Tw, U, ac, b, bc, bi, bp, bq, ci, cp, f, fc, fi,
    fp, ft, lc, hr, hrl, hs, hsl, ms, pid, r, rc, rt, s, sc, si, sp, sq, sslc, sslv, t, tr, trg, trl, ts, tsc,
}
