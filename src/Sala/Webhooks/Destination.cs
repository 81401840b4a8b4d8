using System.Net;
using System.Net.Sockets;

namespace Sala.Webhooks;

/// <summary>Where a webhook may go: https to an address of the public network, looked at again at each connection, so that a name that points inward later is not followed.</summary>
internal static class Destination
{
    private static readonly IPNetwork[] Inward =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"]).Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>An address that may be registered; null where it is none. For tests and the demonstration alone, plain http to this machine itself.</summary>
    public static Uri? Read(string typed, bool demonstration)
    {
        if (typed.Length > 500 || !Uri.TryCreate(typed, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0) return null;
        if (demonstration && address.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(address.Host, out var own) && IPAddress.IsLoopback(own)) return address;
        if (address.Scheme != Uri.UriSchemeHttps || address.Host.Length == 0) return null;
        return IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && !IsOutward(ip, demonstration) ? null : address;
    }

    /// <summary>Whether a connection may be made to it.</summary>
    public static bool IsOutward(IPAddress ip, bool demonstration)
    {
        var plain = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
        if (demonstration && IPAddress.IsLoopback(plain)) return true;
        return !Array.Exists(Inward, n => n.Contains(plain));
    }

    /// <summary>Connects to the first outward address of a name, and to that very address.</summary>
    /// <exception cref="HttpRequestException">The name has none.</exception>
    public static async ValueTask<Stream> Connect(DnsEndPoint to, bool demonstration, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(to.Host, out var ip) ? [ip] : await Dns.GetHostAddressesAsync(to.Host, cancel).ConfigureAwait(false);
        // One inward address among several is a trick, not a mistake.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, a => IsOutward(a, demonstration))) throw new HttpRequestException("The address points inward.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
