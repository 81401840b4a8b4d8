using System.Globalization;
using System.Text;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Report;

/// <summary>The same analysis as an R script, for whoever wants to see it done by the survey package. It withholds nothing: its output is not for publication.</summary>
internal static class RScript
{
    /// <summary>The script; it takes the data file as its argument and prints a CSV of indicator, level, estimate, se, ci_low, ci_high.</summary>
    public static string Write(StudyData study)
    {
        var plan = study.Plan;
        var r = new StringBuilder();
        r.Append(CultureInfo.InvariantCulture, $"# {plan.Id}, version {plan.Version}, as an R script. Rscript plan.R DATA.csv\n");
        if (plan.Notice is { } notice) r.Append(CultureInfo.InvariantCulture, $"# {notice.En}\n");
        r.Append($$"""
            # Withholds nothing: what it prints is not for publication.
            suppressMessages(library(survey))
            options(survey.lonely.psu = "{{plan.Design.Lonely.ToString().ToLowerInvariant()}}")
            d <- read.csv(commandArgs(TRUE)[1], colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
            num <- function(x) suppressWarnings(as.numeric(x))
            # Whether one of the codes of a cell lies in one of the ranges.
            among <- function(x, ...) {
              ranges <- matrix(c(...), nrow = 2)
              vapply(strsplit(as.character(x), " ", fixed = TRUE), function(codes) {
                if (length(codes) == 1 && is.na(codes)) return(NA)
                any(outer(as.numeric(codes), seq_len(ncol(ranges)), function(v, k) v >= ranges[1, k] & v <= ranges[2, k]), na.rm = TRUE)
              }, NA)
            }
            by <- function(a, b) ifelse(b == 0, NA, a / b)
            dont_know <- function(x) x %in% c({{Quoted(plan.Codes.DontKnow)}})
            prefer_not <- function(x) x %in% c({{Quoted(plan.Codes.PreferNotToSay)}})
            answered <- function(x) !is.na(x) & !dont_know(x) & !prefer_not(x)
            sala_if <- function(c, a, b) ifelse(is.na(c), NA, ifelse(c != 0, a + 0 * c, b + 0 * c))
            sala_max <- function(...) { m <- cbind(...); s <- rowSums(is.na(m)) > 0; v <- suppressWarnings(apply(m, 1, max, na.rm = TRUE)); ifelse(s & v != 1, NA, v) }
            sala_min <- function(...) apply(cbind(...), 1, min)
            sala_sum <- function(...) rowSums(cbind(...))
            sala_count <- function(...) rowSums(cbind(...) != 0, na.rm = TRUE)
            sala_coalesce <- function(first, ...) { for (x in list(...)) first <- ifelse(is.na(first), x, first); first }
            sala_round <- function(x) sign(x) * floor(abs(x) + 0.5)
            within <- function(x) !is.na(x) & x != 0

            """.Replace("\r", "", StringComparison.Ordinal));
        foreach (var derived in plan.Derived)
            foreach (var member in plan.Each(derived.Each))
                r.Append(CultureInfo.InvariantCulture, $"d${derived.Name.Replace("{k}", member, StringComparison.Ordinal)} <- with(d, {PlanExpression.Read(derived.Value.For(member), study.Persons).R}) + 0\n");
        foreach (var stack in plan.Stacks) Stack(r, study, stack);
        r.Append(CultureInfo.InvariantCulture, $$"""
            design <- function(x) svydesign(ids = ~{{(plan.Design.Units.Count == 0 ? "1" : string.Join(" + ", plan.Design.Units))}}, strata = {{(plan.Design.Strata is { } s ? "~" + s : "NULL")}}, weights = ~w_, nest = {{(plan.Design.Nest ? "TRUE" : "FALSE")}}, data = x)
            d$w_ <- num(d${{plan.Design.Weight}})
            d$real_ <- TRUE
            out <- function(id, level, x, keep, mean) {
              x$y_ <- ifelse(keep, x$y_, NA)
              part <- subset(design(x), keep & !is.na(y_))
              if (nrow(part$variables) == 0) return(invisible())
              if (mean) { m <- svymean(~y_, part); v <- coef(m); s <- SE(m); i <- confint(m, df = degf(part)) }
              else { m <- svyciprop(~y_, part, method = "beta"); v <- coef(m); s <- SE(svymean(~y_, part)); i <- attr(m, "ci") }
              cat(sprintf("%s,%s,%.15g,%.15g,%.15g,%.15g,%d\n", id, level, v, s, i[1], i[2], nrow(part$variables)))
            }
            cat("indicator,level,estimate,se,ci_low,ci_high,n\n")

            """);
        foreach (var i in plan.Indicators)
        {
            var frame = study.Over(i.Over).Frame;
            var rows = i.Over.Length == 0 ? "d" : i.Over;
            r.Append(CultureInfo.InvariantCulture, $"x <- {rows}; x$y_ <- with(x, {PlanExpression.Read(i.Value, frame).R}) + 0\n");
            r.Append(CultureInfo.InvariantCulture, $"keep <- x$real_ & !is.na(x${i.Item}) & !is.na(x$y_){(i.Within is { } w ? $" & within(with(x, {PlanExpression.Read(w, frame).R}))" : "")}\n");
            r.Append(CultureInfo.InvariantCulture, $"out(\"{i.Id}\", \"\", x, keep, {(i.Mean ? "TRUE" : "FALSE")})\n");
            foreach (var domain in i.By.Select(b => plan.Domains.First(d => d.Id == b)))
                foreach (var (code, _) in domain.Levels)
                    r.Append(CultureInfo.InvariantCulture, $"out(\"{i.Id}\", \"{domain.Id}={code}\", x, keep & x${domain.Variable} %in% \"{code}\", {(i.Mean ? "TRUE" : "FALSE")})\n");
        }
        return r.ToString();
    }

    // One empty row a person stays below: the PSUs of those without an incident carry variance too.
    private static void Stack(StringBuilder r, StudyData study, Stack stack)
    {
        r.Append(CultureInfo.InvariantCulture, $"{stack.Name} <- NULL\n");
        foreach (var member in study.Plan.Lists[stack.Each])
        {
            r.Append(CultureInfo.InvariantCulture, $"rows <- d[within(with(d, {PlanExpression.Read(stack.Where.For(member), study.Persons).R})), ]; if (nrow(rows) > 0) {{ rows$kind <- \"{member}\"; rows$real_ <- TRUE\n");
            foreach (var (item, column) in stack.Items) r.Append(CultureInfo.InvariantCulture, $"rows${item} <- rows${column.Replace("{k}", member, StringComparison.Ordinal)}\n");
            r.Append(CultureInfo.InvariantCulture, $"{stack.Name} <- rbind({stack.Name}, rows) }}\n");
        }
        r.Append(CultureInfo.InvariantCulture, $"rows <- d; rows$kind <- NA; rows$real_ <- FALSE; {string.Concat(stack.Items.Keys.Select(i => $"rows${i} <- NA; "))}{stack.Name} <- rbind({stack.Name}, rows); {stack.Name}$w_ <- num({stack.Name}${study.Plan.Design.Weight})\n");
    }

    private static string Quoted(IReadOnlyList<string> codes) => string.Join(", ", codes.Select(c => $"\"{c}\""));
}
