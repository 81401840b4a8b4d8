using Sala.Agencies;
using Sala.Links;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Links;

/// <summary>How to reach the platforms, as their own pages say it; each line with its page and day.</summary>
[For(RoleGroups.Caseworkers)]
public sealed class ChannelsModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<(Platform Platform, IReadOnlyList<Channel> Channels)> Known { get; private set; } = [];

    public void OnGet() => Known = [.. Platforms.All.Select(p => (p, (IReadOnlyList<Channel>)[.. Sala.Preserving.Channels.Of(p.Code).OrderBy(c => c.Part)])).Where(p => p.Item2.Count > 0)];

    public string Dated(Channel channel) => T.Say(channel.DateOfPage ? "channel.page_of" : "channel.read_on", ("day", Language.Write(channel.Date)));
}
