using System.Runtime.InteropServices;

namespace Daemon.Tls;

/// <summary>The functions of <c>libcrypto.so.3</c> in use: errors, PEM, certificates, Diffie-Hellman groups (crypto(7)).</summary>
internal static unsafe partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    public const int SubjectAltName = 85, CommonName = 13;

    [LibraryImport(Library, EntryPoint = "ERR_get_error")]
    public static partial ulong TakeError();

    [LibraryImport(Library, EntryPoint = "ERR_peek_last_error")]
    public static partial ulong LastError();

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Library, EntryPoint = "ERR_reason_error_string")]
    public static partial byte* ReasonText(ulong code);

    [LibraryImport(Library, EntryPoint = "BIO_new_mem_buf")]
    public static partial nint BioOver(byte* bytes, int length);

    [LibraryImport(Library, EntryPoint = "BIO_free")]
    public static partial int BioFree(nint bio);

    [LibraryImport(Library, EntryPoint = "PEM_read_bio_X509")]
    public static partial nint ReadCertificate(nint bio, nint target, delegate* unmanaged<byte*, int, int, nint, int> password, nint argument);

    [LibraryImport(Library, EntryPoint = "PEM_read_bio_PrivateKey")]
    public static partial nint ReadPrivateKey(nint bio, nint target, delegate* unmanaged<byte*, int, int, nint, int> password, nint argument);

    [LibraryImport(Library, EntryPoint = "PEM_read_bio_Parameters")]
    public static partial nint ReadParameters(nint bio, nint target);

    [LibraryImport(Library, EntryPoint = "X509_free")]
    public static partial void CertificateFree(nint certificate);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    public static partial void KeyFree(nint key);

    [LibraryImport(Library, EntryPoint = "X509_get_ext_d2i")]
    public static partial nint CertificateExtension(nint certificate, int nid, int* critical, int* index);

    [LibraryImport(Library, EntryPoint = "GENERAL_NAMES_free")]
    public static partial void NamesFree(nint names);

    [LibraryImport(Library, EntryPoint = "OPENSSL_sk_num")]
    public static partial int StackCount(nint stack);

    [LibraryImport(Library, EntryPoint = "OPENSSL_sk_value")]
    public static partial nint StackItem(nint stack, int index);

    [LibraryImport(Library, EntryPoint = "ASN1_STRING_get0_data")]
    public static partial byte* StringData(nint text);

    [LibraryImport(Library, EntryPoint = "ASN1_STRING_length")]
    public static partial int StringLength(nint text);

    [LibraryImport(Library, EntryPoint = "X509_get_subject_name")]
    public static partial nint SubjectName(nint certificate);

    [LibraryImport(Library, EntryPoint = "X509_NAME_get_index_by_NID")]
    public static partial int NameIndex(nint name, int nid, int after);

    [LibraryImport(Library, EntryPoint = "X509_NAME_get_entry")]
    public static partial nint NameEntry(nint name, int index);

    [LibraryImport(Library, EntryPoint = "X509_NAME_ENTRY_get_data")]
    public static partial nint NameEntryText(nint entry);

    [LibraryImport(Library, EntryPoint = "X509_STORE_add_cert")]
    public static partial int StoreAdd(nint store, nint certificate);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new_from_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint KeyContextNew(nint library, string name, nint properties);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    public static partial void KeyContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_paramgen_init")]
    public static partial int ParameterGenerationInit(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set_group_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetGroupName(nint context, string group);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_paramgen")]
    public static partial int GenerateParameters(nint context, nint* parameters);
}
